using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureVacationsTests(AzuriteFixture azurite) : VacationsContract
{
    private readonly AzureStorage _storage = TestStorage.Open(azurite.NewAccount());

    protected override IVacations Vacations => _storage.Vacations;
}
