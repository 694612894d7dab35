namespace Mail.Sieve.Tests.Engine;

/// <summary>Answers the questions of scripts from lists.</summary>
internal sealed class ScriptedHost : ISieveHost
{
    public HashSet<string> Mailboxes { get; } = ["INBOX"];

    /// <summary>Attributes by mailbox.</summary>
    public Dictionary<string, string[]> SpecialUse { get; } = [];

    /// <summary>Text of personal scripts by name; those of the site have <c>:</c> in front.</summary>
    public Dictionary<string, string> Scripts { get; } = [];

    /// <summary>Handle and id.</summary>
    public HashSet<(string Handle, string Id)> Seen { get; } = [];

    public ValueTask<bool> MailboxExistsAsync(string mailbox, CancellationToken ct) => new(Mailboxes.Contains(mailbox));

    public ValueTask<bool> SpecialUseExistsAsync(string? mailbox, string attribute, CancellationToken ct) =>
        new(SpecialUse.Any(m => (mailbox is null || m.Key == mailbox) && m.Value.Contains(attribute, StringComparer.OrdinalIgnoreCase)));

    public ValueTask<SieveScript?> IncludeAsync(IncludeLocation location, string name, CancellationToken ct) =>
        new(Scripts.TryGetValue(location == IncludeLocation.Global ? ":" + name : name, out var text) ? SieveKit.Compile(text, name: name) : null);

    public ValueTask<bool> IsDuplicateAsync(string handle, string id, CancellationToken ct) => new(Seen.Contains((handle, id)));
}
