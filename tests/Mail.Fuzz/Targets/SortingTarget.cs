using Mail.Core;
using Mail.Fuzz.Sorting;
using MimeKit;

namespace Mail.Fuzz.Targets;

/// <summary>
/// A message from anywhere goes through the flow to rules that keep, file, redirect, edit, answer and tell, with texts out of its header. It is never lost, and what is
/// sent because of it goes to whom the rules name, and to nobody else.
/// </summary>
internal sealed class SortingTarget : IFuzzTarget
{
    private static readonly (string Test, string Actions)[] Rules =
    [
        ("header :matches \"subject\" \"*\"", "addheader \"X-Subject\" \"${1}\"; fileinto :copy \"S/${1}\"; notify :message \"${1}\" \"mailto:pager@far.test\";"),
        ("header :matches \"from\" \"*\"", "vacation :subject \"Re: ${1}\" :from \"${1}\" \"${1}\"; notify :message \"${1}\" \"https://far.test/\";"),
        ("header :matches \"to\" \"*\"", "redirect :copy \"bob@far.test\"; addflag \"${1}\";"),
    ];

    private static readonly string[] Allowed = ["x@sender.test", "pager@far.test", "bob@far.test"];

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "Received", "From", "To", "Date", "Subject", "Message-Id", "Auto-Submitted", "X-Priority", "In-Reply-To", "References", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    };

    public string Name => "sorting";

    public void Run(ReadOnlySpan<byte> input) => RunAsync(input.ToArray()).GetAwaiter().GetResult();

    private static async Task RunAsync(byte[] octets)
    {
        var site = new SortingSite(Rules);
        var id = await site.DeliverAsync(octets);
        var mail = await site.Storage.Mailboxes.ListAsync(site.Account.AccountId, null, CancellationToken.None).ToListAsync();
        BrokenPromiseException.Unless(mail.Count > 0, "a message that rules only copy is in the mailbox");
        await foreach (var entry in site.Storage.Spool.ListAsync(null, CancellationToken.None))
        {
            if (entry.QueueId is { } own && own != id)
            {
                await CheckAsync(site, own);
            }
        }
    }

    private static async Task CheckAsync(SortingSite site, QueueId own)
    {
        await using var spooled = await site.Storage.Spool.OpenAsync(own, CancellationToken.None);
        var recipients = spooled!.Envelope.RedirectTo is { } to ? [to.ToString()] : spooled.Envelope.Recipients.Select(recipient => recipient.Address.ToString()).ToList();
        BrokenPromiseException.Unless(recipients.All(Allowed.Contains), "mail of our own goes to whom a rule names");
        if (spooled.Envelope.RedirectTo is not null)
        {
            return;
        }

        using var message = await MimeMessage.LoadAsync(spooled.Content, CancellationToken.None);
        BrokenPromiseException.Unless(message.Headers["Auto-Submitted"]?.StartsWith("auto-", StringComparison.Ordinal) == true, "mail of our own says that it is");
        BrokenPromiseException.Unless(message.From.Mailboxes.All(from => from.Address == "alice@example.test"), "nobody speaks as somebody else");
        BrokenPromiseException.Unless(
            message.To.Mailboxes.All(mailbox => Allowed.Contains(mailbox.Address)) && message.Cc.Count + message.Bcc.Count == 0, "no text adds a recipient");
        BrokenPromiseException.Unless(message.Headers.Select(field => field.Field).All(Known.Contains), "no text adds a field");
    }
}
