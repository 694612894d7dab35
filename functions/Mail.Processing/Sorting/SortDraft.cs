using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>Makes a decision of the actions that rules ask for, in their order.</summary>
internal sealed class SortDraft(SortedMessage message, ISieveMessage content, Envelope envelope, SortFolders folders)
{
    /// <summary>
    /// Notices of one message (RFC 5436 §2.7 asks for a limit): as many as redirects, for one message that comes must not become a hundred that go.
    /// </summary>
    private const int MaxNotices = 4;

    private readonly List<FiledCopy> _copies = [];
    private readonly List<RedirectAction> _redirects = [];
    private readonly List<SieveAction> _replies = [];
    private readonly List<string> _remarks = [];
    private string? _dropped;

    public async ValueTask AddAsync(SieveAction action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case KeepAction keep:
                File(keep, keep.IsImplicit ? message.Place : message.Kept with { Reason = RuleOrigin.Words(keep.Origin) });
                break;
            case FileIntoAction file:
                File(file, await folders.ChooseAsync(message.Account.AccountId, file, cancellationToken));
                break;
            case RedirectAction redirect when !message.Verdict.MayBeForwarded:
                _remarks.Add($"not redirected to {redirect.Address}: {message.Verdict.Reason}");
                KeepInstead($"{RuleOrigin.Words(redirect.Origin)}, not redirected");
                break;
            case RedirectAction redirect:
                _redirects.Add(redirect);
                break;
            case RejectAction reject when ReplyManners.WhyNotReject(envelope, content, message) is { } reason:
                _remarks.Add($"not rejected: {reason}");
                KeepInstead($"{RuleOrigin.Words(reject.Origin)}, not rejected: {reason}");
                break;
            case RejectAction reject:
                _replies.Add(reject);
                _dropped ??= $"rejected: {RuleOrigin.Words(reject.Origin)}";
                break;
            case DiscardAction discard:
                _dropped ??= $"discarded: {RuleOrigin.Words(discard.Origin)}";
                break;
            // RFC 5436 §2.7: no two notices with the same words to the same people; of one scope the engine has seen to it.
            case NotifyAction notify when _replies.OfType<NotifyAction>().Any(other => other.Method == notify.Method && other.Message == notify.Message):
                break;
            case NotifyAction notify when _replies.OfType<NotifyAction>().Count() >= MaxNotices:
                _remarks.Add($"more than {MaxNotices} notices of one message, {RuleOrigin.Words(notify.Origin)} left out");
                break;
            default:
                _replies.Add(action);
                break;
        }
    }

    public SortDecision Finish(SieveResult result) => new()
    {
        Fallback = message.Place,
        Verdict = message.Verdict,
        Copies = _copies,
        Redirects = _redirects,
        Replies = _replies,
        Seen = result.Duplicates,
        Dropped = _copies.Count == 0 ? _dropped : null,
        Remarks = result.Error is { } error ? [.. _remarks, $"the rules ended early: {error}"] : _remarks,
    };

    /// <summary>Folders of the same name, or that could not be had and became INBOX, get one copy (RFC 5228 §2.10.3).</summary>
    private void File(StoreAction action, FolderChoice place)
    {
        var same = _copies.FindIndex(copy => FolderName.Key(copy.Folder) == FolderName.Key(place.Folder));
        if (same < 0)
        {
            _copies.Add(new FiledCopy(place.Folder, action.Flags, action.Edits, place.Reason));
        }
        else if (action.Flags.Count > 0)
        {
            _copies[same] = _copies[same] with { Flags = [.. _copies[same].Flags.Union(action.Flags, StringComparer.OrdinalIgnoreCase)] };
        }
    }

    private void KeepInstead(string reason)
    {
        if (_copies.Count == 0)
        {
            _copies.Add(FiledCopy.In(message.Place with { Reason = reason }));
        }
    }
}
