import { Option } from 'commander';

/** `--sync`, of every command that compiles. Its value is a `Sync`. */
export function syncFlag(): Option {
  return new Option(
    '--sync <way>',
    'where the graph is not series-parallel, wait at barriers (the default), or exactly: at items of a DynamoDB table',
  ).choices(['barriers', 'exact']);
}
