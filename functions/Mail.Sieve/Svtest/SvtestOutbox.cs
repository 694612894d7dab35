using Mail.Core;

namespace Mail.Sieve.Svtest;

/// <summary>What a script sends, with the settings of Pigeonhole that say who it is from.</summary>
internal sealed class SvtestOutbox(SvtestSession session, SieveRun run)
{
    /// <summary>Names who sent a message on, so that a message that comes back is known; Pigeonhole's field.</summary>
    private const string RedirectedFrom = "X-Sieve-Redirected-From";

    private const string Postmaster = "postmaster@example.com";

    public string Sender => run.Environment.EnvelopeFrom ?? "";

    public string Recipient => run.Environment.EnvelopeTo ?? "";

    public void Send(byte[] octets, string from, string to) => session.Sent.Add(new SvtestMail(octets) { From = from, To = to });

    /// <summary>Sends a message on, unless it has been here before.</summary>
    public void Redirect(byte[] octets, MailAddress to)
    {
        var here = run.Environment.Owner?.ToString() ?? Recipient;
        if (run.Message.Fields(RedirectedFrom).Any(field => field.RawValue == here || field.RawValue == Recipient))
        {
            return;
        }

        var marked = HeaderEdits.None.Add(RedirectedFrom, here, last: false).Apply(octets);
        Send(marked, Sender.Length == 0 ? "" : From("sieve_redirect_envelope_from", Sender), to.ToString());
    }

    /// <param name="setting">Says who; empty for <paramref name="otherwise"/>.</param>
    public string From(string setting, string otherwise) => session.Settings[setting].Trim() switch
    {
        "sender" => Sender,
        "recipient" => Recipient,
        "orig_recipient" => session.OriginalRecipient ?? Recipient,
        "user_email" => run.Environment.Owner?.ToString() ?? Recipient,
        "postmaster" => Postmaster,
        ['<', .. var address, '>'] => address,
        _ => otherwise,
    };

    public static string DefaultPostmaster => Postmaster;
}
