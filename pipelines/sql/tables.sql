-- The table whose changes are captured, and its copy, which pipelines/clients/table_copy.py keeps in sync. Both are in
-- one database only because this is a laboratory.
-- A change that is larger than Kafka takes, 1 MB with the row before and after it, would stop the capture of all.
CREATE TABLE cliente (
  id bigint PRIMARY KEY,
  nome text NOT NULL CHECK (length(nome) <= 1000),
  cidade text NOT NULL CHECK (length(cidade) <= 1000),
  limite_centavos bigint NOT NULL DEFAULT 0
);
-- The whole old row is in the log, so that a change and a deletion can be told from each other and checked.
ALTER TABLE cliente REPLICA IDENTITY FULL;

CREATE TABLE cliente_copia (
  id bigint PRIMARY KEY,
  nome text NOT NULL,
  cidade text NOT NULL,
  limite_centavos bigint NOT NULL,
  -- Position in PostgreSQL's log of the change that the row shows, and its time (ms since 1970): what is in neither later
  -- is not applied again. A new database begins again with its positions, but not with its time.
  lsn bigint NOT NULL,
  ts_ms bigint NOT NULL DEFAULT 0,
  -- A deleted row stays, without which a late repetition of an older change would bring it back.
  apagado boolean NOT NULL DEFAULT false,
  -- Number of changes that were applied to the row.
  mudancas bigint NOT NULL DEFAULT 1
);
