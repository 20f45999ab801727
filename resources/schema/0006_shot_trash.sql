-- Schema 6. Shots can be put into the Trash; what left it for good has no row any more.
ALTER TABLE shot ADD COLUMN trashed REAL;

DROP VIEW row_count;
CREATE VIEW row_count (name, rows) AS
    SELECT 'clip', count(*) FROM clip WHERE removed IS NULL
    UNION ALL SELECT 'dataset', count(*) FROM dataset WHERE removed IS NULL
    UNION ALL SELECT 'training_run', count(*) FROM training_run
    UNION ALL SELECT 'checkpoint', count(*) FROM checkpoint
    UNION ALL SELECT 'style', count(*) FROM style WHERE trashed IS NULL
    UNION ALL SELECT 'style_version', count(*) FROM style_version WHERE trashed IS NULL
    UNION ALL SELECT 'shot', count(*) FROM shot WHERE trashed IS NULL;
