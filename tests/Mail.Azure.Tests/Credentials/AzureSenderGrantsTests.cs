using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Azure.Tests;

public class AzureSenderGrantsTests(AzuriteFixture azurite) : SenderGrantsContract
{
    private readonly FakeTimeProvider _time = new();
    private AzureStorage? _storage;

    protected override ISenderGrants Grants
    {
        get
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return Storage.SenderGrants;
        }
    }

    protected override ISenderGrantEditor Editor => Storage.SenderGrantEditor;

    private AzureStorage Storage => _storage ??= new AzureStorage(TestStorage.Options(azurite.NewAccount()), _time);
}
