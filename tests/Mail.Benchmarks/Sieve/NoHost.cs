using Mail.Sieve;

namespace Mail.Benchmarks;

/// <summary>Knows nothing: what the engine costs without any storage.</summary>
internal sealed class NoHost : ISieveHost
{
    public static NoHost Instance { get; } = new();

    public ValueTask<bool> MailboxExistsAsync(string mailbox, CancellationToken ct) => new(false);

    public ValueTask<bool> SpecialUseExistsAsync(string? mailbox, string attribute, CancellationToken ct) => new(false);

    public ValueTask<SieveScript?> IncludeAsync(IncludeLocation location, string name, CancellationToken ct) => new((SieveScript?)null);

    public ValueTask<bool> IsDuplicateAsync(string handle, string id, CancellationToken ct) => new(false);
}
