-- Schema 5. Films of datasets among the recorded files, how often each blob is used, and what left the Trash for good.
-- clip.source_path: absolute, or relative to the project folder for a film inside it.
-- emptied: seconds since 1970 when it left the Trash; its files are gone, the row stays for what was made with it.
ALTER TABLE style ADD COLUMN emptied REAL CHECK (emptied IS NULL OR trashed IS NOT NULL);
ALTER TABLE style_version ADD COLUMN emptied REAL CHECK (emptied IS NULL OR trashed IS NOT NULL);

CREATE VIEW blob_use (blob, uses) AS
    SELECT blob, count(*) FROM (SELECT blob FROM style_adapter UNION ALL SELECT blob FROM style_preview) GROUP BY blob;

DROP VIEW recorded_file;
CREATE VIEW recorded_file (kind, path, sha256) AS
    SELECT 'Style', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM style_adapter
    UNION ALL SELECT 'preview', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM style_preview
    UNION ALL SELECT 'Shot', relative_path, sha256 FROM shot
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM checkpoint
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM training_state
    UNION ALL SELECT 'film', source_path, source_sha256 FROM clip WHERE dataset_id IS NOT NULL AND removed IS NULL;
