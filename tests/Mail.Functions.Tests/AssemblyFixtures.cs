using Mail.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
