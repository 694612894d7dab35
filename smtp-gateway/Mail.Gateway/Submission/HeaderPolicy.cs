using System.Buffers;
using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// What becomes of the header of a submitted message (RFC 6409 §8): it is refused unless it is the user's own, it gets what is missing, and blind
/// copies are taken out. Every other octet stays.
/// </summary>
internal sealed class HeaderPolicy(SenderRights rights, string hostName)
{
    // The first has to be there once; of the others RFC 5322 §3.6 allows one, or one for each resending.
    private static readonly string[] Originators = ["from", "sender", "resent-from", "resent-sender"];

    /// <returns><c>null</c> when the header may pass.</returns>
    /// <exception cref="StorageUnavailableException">The directory cannot be reached.</exception>
    public async ValueTask<Refusal?> CheckAsync(AccountEntry account, SubmittedHeader header, CancellationToken cancellationToken)
    {
        if (header.Named("from").Count() != 1 || header.Named("sender").Count() > 1)
        {
            return new Refusal(SubmissionReplies.FromMissing, "from-missing", "there is not one From, or more than one Sender");
        }

        foreach (var field in Originators.SelectMany(header.Named))
        {
            if (!AddressListReader.TryRead(field.Value.Span, out var addresses) || addresses.Count == 0)
            {
                return new Refusal(SubmissionReplies.FromMissing, "from-missing", $"{field.Name} is no list of addresses");
            }

            foreach (var address in addresses)
            {
                if (!await rights.MaySendAsAsync(account, address, cancellationToken))
                {
                    return new Refusal(SubmissionReplies.FromNotOwned, "from-not-owned", $"{account.Address} may not have {field.Name} {address}");
                }
            }
        }

        return null;
    }

    /// <summary>The header as it goes on, without the empty line.</summary>
    public byte[] Rewrite(SubmittedHeader header, QueueId queueId, DateTimeOffset now)
    {
        var rewritten = new ArrayBufferWriter<byte>();
        // RFC 5322 §3.6.3; Resent-Bcc likewise (§3.6.6).
        foreach (var field in header.Fields.Where(field => field.Name is not ("bcc" or "resent-bcc")))
        {
            rewritten.Write(field.Octets.Span);
            if (!field.Octets.Span.EndsWith("\r\n"u8))
            {
                rewritten.Write("\r\n"u8);
            }
        }

        if (!header.Named("date").Any())
        {
            Append(rewritten, $"Date: {now.ToUniversalTime().ToString("ddd, d MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture)}\r\n");
        }

        if (!header.Named("message-id").Any())
        {
            Append(rewritten, $"Message-ID: <{queueId}@{hostName}>\r\n");
        }

        return rewritten.WrittenSpan.ToArray();
    }

    private static void Append(ArrayBufferWriter<byte> writer, string text) => writer.Write(Encoding.ASCII.GetBytes(text));
}
