namespace Mail.Interop.Tests;

/// <summary>All tests of sending share one system.</summary>
[CollectionDefinition(nameof(SendingCollection))]
public sealed class SendingCollection : ICollectionFixture<SendingSystem>;
