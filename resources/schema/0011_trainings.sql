-- Schema 11. A version of a Style says after which step of its run it was made, so that a run which goes on after a
-- crash cannot make the same version twice. NULL: imported, or a second one that an earlier program made.
ALTER TABLE style_version ADD COLUMN run_step INTEGER CHECK (run_step >= 0);
UPDATE style_version SET run_step = json_extract(metrics, '$.steps')
    WHERE run_id IS NOT NULL AND metrics IS NOT NULL AND id = (
        SELECT min(first.id) FROM style_version first WHERE first.run_id = style_version.run_id
        AND json_extract(first.metrics, '$.steps') = json_extract(style_version.metrics, '$.steps'));
CREATE UNIQUE INDEX style_version_once ON style_version (run_id, run_step)
    WHERE run_id IS NOT NULL AND run_step IS NOT NULL;

-- kept: a person wants this checkpoint to stay, whatever retention says.
ALTER TABLE training_state ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1));
