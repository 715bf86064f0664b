-- Vectors of the passages of a chunk (docs/decisions/033). A passage is known by a hash of its text, so that rows of an older
-- text, or of an older way to split it, are never taken for others.
CREATE TABLE chunk_passage (
  chunk_id  TEXT NOT NULL REFERENCES "CV_CHUNKS" (id) ON DELETE CASCADE,
  text_hash INTEGER NOT NULL,
  embedding BLOB NOT NULL,
  PRIMARY KEY (chunk_id, text_hash)
) STRICT;
