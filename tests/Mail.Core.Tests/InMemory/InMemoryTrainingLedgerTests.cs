using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryTrainingLedgerTests : TrainingLedgerContract
{
    protected override ITrainingLedger Ledger { get; } = new InMemoryTrainingLedger();
}
