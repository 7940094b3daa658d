"""Work in batches."""

from .batchable import Batchable, BatchAggregationScenario, BatchWorkerConfig

__all__ = ["BatchAggregationScenario", "Batchable", "BatchWorkerConfig"]
