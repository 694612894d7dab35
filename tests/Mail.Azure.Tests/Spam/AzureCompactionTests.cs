using Mail.Core;
using Mail.Processing.Tests;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureCompactionTests(AzuriteFixture azurite) : CompactionContract
{
    private readonly AzuriteAccount _account = azurite.NewAccount();

    protected override (ITrainingLedger Ledger, IModelStore Models) Open()
    {
        var storage = TestStorage.Open(_account);
        return (storage.TrainingLedger, storage.Models);
    }

    protected override (ITrainingLedger Ledger, IModelStore Models, Func<bool> Mend) OpenFailing(int operation, bool appliedFirst)
    {
        var network = new FaultyNetwork(operation, appliedFirst);
        var options = TestStorage.Options(_account) with { MaxRetries = 0 };
        var storage = new AzureStorage(StorageConnection.Open(options, network), options);
        return (storage.TrainingLedger, storage.Models, () => network.HasFailed);
    }
}
