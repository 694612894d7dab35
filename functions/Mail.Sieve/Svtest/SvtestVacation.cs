using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace Mail.Sieve.Svtest;

/// <summary>Answers for absent owners as a host does (RFC 5230, RFC 3834), with the settings of Pigeonhole.</summary>
internal sealed class SvtestVacation(SvtestSession session, SieveRun run, SvtestOutbox outbox)
{
    private static readonly string[] ListFields = ["List-Id", "List-Owner", "List-Subscribe", "List-Post", "List-Unsubscribe", "List-Help", "List-Archive"];

    private static readonly string[] SenderFields = ["Sender", "Resent-From", "From"];

    private static readonly string[] RecipientFields = ["To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc"];

    private readonly ISieveMessage _message = run.Message;

    public void Answer(VacationAction vacation)
    {
        List<string> mine = [.. vacation.Addresses.Select(address => address.ToString()), .. Owners()];
        if (outbox.Sender.Length == 0 || mine.Contains(outbox.Sender, StringComparer.OrdinalIgnoreCase) || IsOfProgram())
        {
            return;
        }

        var addressed = RecipientFields.SelectMany(_message.Fields).SelectMany(field => field.Addresses)
            .FirstOrDefault(address => mine.Contains(address, StringComparer.OrdinalIgnoreCase));
        if (addressed is null && !session.Settings.IsOn("sieve_vacation_dont_check_recipient"))
        {
            return;
        }

        var sendsFromRecipient = session.Settings.IsOn("sieve_vacation_send_from_recipient");
        outbox.Send(Compose(vacation, addressed ?? outbox.Recipient), sendsFromRecipient ? outbox.Recipient : "", outbox.Sender);
    }

    private IEnumerable<string> Owners()
    {
        yield return outbox.Recipient;
        if (run.Environment.Owner is { } owner)
        {
            yield return owner.ToString();
        }

        if (session.OriginalRecipient is { } original && session.Settings.IsOn("sieve_vacation_use_original_recipient"))
        {
            yield return original;
        }
    }

    /// <summary>RFC 3834 §2, RFC 5230 §4.6.</summary>
    private bool IsOfProgram()
    {
        var local = outbox.Sender.Split('@')[0].ToLowerInvariant();
        return ListFields.Any(field => _message.Fields(field).Count > 0)
            || (First("Auto-Submitted") is { } auto && !auto.StartsWith("no", StringComparison.OrdinalIgnoreCase))
            || First("Precedence")?.ToLowerInvariant() is "bulk" or "list" or "junk"
            || (First("X-Auto-Response-Suppress") ?? "").Split(',', StringSplitOptions.TrimEntries).Any(kind => kind.ToLowerInvariant() is "all" or "oof")
            || local is "mailer-daemon" or "listserv" or "majordomo"
            || local.StartsWith("owner-", StringComparison.Ordinal)
            || local.EndsWith("-request", StringComparison.Ordinal);
    }

    private byte[] Compose(VacationAction vacation, string from)
    {
        var reply = SvtestMime.Begin(vacation.From ?? from, To(), Subject(vacation));
        reply.Headers.Add("Auto-Submitted", "auto-replied (vacation)");
        if (First("Message-ID") is { } id)
        {
            reply.Headers.Add("In-Reply-To", id);
            reply.Headers.Add("References", $"{First("References") ?? First("In-Reply-To")} {id}".Trim());
        }

        reply.Body = vacation.IsMime ? MimeEntity.Load(new MemoryStream(Encoding.UTF8.GetBytes(vacation.Reason))) : new MimeKit.TextPart("plain") { Text = vacation.Reason };
        return SvtestMime.Write(reply);
    }

    /// <summary>The sender as the message names him, with his name.</summary>
    private string To()
    {
        var ignoreEnvelope = session.Settings.IsOn("sieve_vacation_to_header_ignore_envelope");
        var fields = SenderFields.SelectMany(_message.Fields);
        return fields.FirstOrDefault(field => ignoreEnvelope || field.Addresses.Contains(outbox.Sender, StringComparer.OrdinalIgnoreCase))?.Value ?? $"<{outbox.Sender}>";
    }

    private string Subject(VacationAction vacation)
    {
        if (vacation.Subject is { } asked)
        {
            return Cut(Rfc2047.DecodeText(Encoding.UTF8.GetBytes(asked)));
        }

        var (template, otherwise) = (session.Settings["sieve_vacation_default_subject_template"], session.Settings["sieve_vacation_default_subject"]);
        return _message.Fields("Subject") is not [var subject, ..] ? otherwise.Length > 0 ? otherwise : "Automated reply"
            : Cut((template.Length > 0 ? template : "Auto: %$")
                .Replace("%{subject}", "%$", StringComparison.Ordinal).Replace("%$", subject.Value, StringComparison.Ordinal));
    }

    private string Cut(string subject)
    {
        var max = int.TryParse(session.Settings["sieve_vacation_max_subject_codepoints"], out var set) ? set : 256;
        var runes = subject.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        return runes.Count <= max ? subject : string.Concat(runes.Take(max - 1)) + '…';
    }

    private string? First(string name) => _message.Fields(name) is [var field, ..] ? field.RawValue : null;
}
