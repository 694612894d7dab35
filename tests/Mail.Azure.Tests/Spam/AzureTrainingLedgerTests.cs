using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureTrainingLedgerTests(AzuriteFixture azurite) : TrainingLedgerContract
{
    protected override ITrainingLedger Ledger { get; } = TestStorage.Open(azurite.NewAccount()).TrainingLedger;
}
