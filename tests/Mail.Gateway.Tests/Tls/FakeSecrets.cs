using Mail.Core;

namespace Mail.Gateway.Tests;

/// <summary>A vault with one secret.</summary>
internal sealed class FakeSecrets : ISecrets
{
    public string? Value { get; set; }

    public bool IsAway { get; set; }

    public int Reads { get; private set; }

    public Task<string?> ReadAsync(Uri secret, CancellationToken cancellationToken)
    {
        Reads++;
        return IsAway ? throw new StorageUnavailableException("The vault is away.") : Task.FromResult(Value);
    }
}
