// Torch's thread pools and its count of living tensors belong to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
