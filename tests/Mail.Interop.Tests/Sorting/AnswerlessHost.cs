using Mail.Core;
using Mail.Sieve;

namespace Mail.Interop.Tests.Sorting;

/// <summary>An account with an inbox and no memory.</summary>
internal sealed class AnswerlessHost : ISieveHost
{
    public ValueTask<bool> MailboxExistsAsync(string mailbox, CancellationToken ct) => new(FolderName.IsInbox(mailbox));

    public ValueTask<bool> SpecialUseExistsAsync(string? mailbox, string attribute, CancellationToken ct) => new(false);

    public ValueTask<SieveScript?> IncludeAsync(IncludeLocation location, string name, CancellationToken ct) => new((SieveScript?)null);

    public ValueTask<bool> IsDuplicateAsync(string handle, string id, CancellationToken ct) => new(false);
}
