// Each test starts the whole system; one at a time leaves it the machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
