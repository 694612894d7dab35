using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryCredentialsTests : CredentialStoreContract
{
    private readonly InMemoryCredentials _credentials = new();

    protected override ICredentialStore Store => _credentials;

    protected override ICredentialEditor Editor => _credentials;
}
