// One container after the other: each wants all cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
