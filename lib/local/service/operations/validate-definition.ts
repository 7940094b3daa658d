import { validateDefinition } from '../../validate/validate-definition.ts';
import type { Operation } from '../service.ts';

export const validateStateMachineDefinition: Operation<'ValidateStateMachineDefinition'> = (
  _service,
  { definition, type = 'STANDARD', severity = 'ERROR', maxResults = 0 },
) => {
  const problems = validateDefinition(definition, type);
  const wanted = problems.filter((problem) => severity === 'WARNING' || problem.severity === 'ERROR');
  const limit = maxResults === 0 ? 100 : maxResults;
  return {
    result: problems.some((problem) => problem.severity === 'ERROR') ? 'FAIL' : 'OK',
    diagnostics: wanted.slice(0, limit),
    truncated: wanted.length > limit,
  };
};
