namespace Mail.Sieve.Svtest;

internal sealed partial class SvtestSession : ISieveHost
{
    private readonly HashSet<(string Handle, string Id)> _seen = [];

    public ValueTask<bool> MailboxExistsAsync(string mailbox, CancellationToken ct) => ValueTask.FromResult(Folders.Has(mailbox));

    public ValueTask<bool> SpecialUseExistsAsync(string? mailbox, string attribute, CancellationToken ct) => ValueTask.FromResult(false);

    public ValueTask<SieveScript?> IncludeAsync(IncludeLocation location, string name, CancellationToken ct) =>
        ValueTask.FromResult(_scripts.Include(location, name, Options));

    public ValueTask<bool> IsDuplicateAsync(string handle, string id, CancellationToken ct) => ValueTask.FromResult(_seen.Contains((handle, id)));
}
