using System.Buffers;
using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Transport;

internal sealed partial class SmtpSession
{
    // Two TLS records; with dots and line ends still below the 85,000 octets of the large object heap.
    private const int BlockSize = 32 * 1024;

    // Commands that may be out at once: their replies have to fit the buffers between two sides of which both write (RFC 2920 §3.1).
    private const int MaxPipelined = 50;

    // 248 KiB allocated for a message of 10 KiB when each had its own buffers, 94 since.
    private (DotStuffing Stuffing, ArrayBufferWriter<byte> Output)? _dots;

    /// <summary>One transaction. Every recipient has a result afterwards, unless it throws.</summary>
    /// <exception cref="ConnectionLostException">Those without a result are where it broke.</exception>
    public async Task SendAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        Transactions++;
        if (channel.HasInput)
        {
            throw new ConnectionLostException("a reply that nobody has asked for", "4.5.0");
        }

        var parameters = await ParametersAsync(transaction, cancellationToken);
        if (parameters is null)
        {
            return;
        }

        var accepted = await EnvelopeAsync(transaction, parameters, cancellationToken);
        if (accepted.Count == 0)
        {
            await ResetAsync(cancellationToken);
            return;
        }

        var reply = await ContentAsync(transaction, accepted, cancellationToken);
        accepted.ForEach(recipient => transaction.Answered(recipient, reply, key.Hop.Host));
        if (!transaction.ContentBegun)
        {
            // A server that refuses DATA goes on with the transaction, and takes a further MAIL for a mistake (RFC 5321 §4.1.4: 503).
            await ResetAsync(cancellationToken);
        }
    }

    /// <returns>Of MAIL; <c>null</c> when the server lacks what this message needs.</returns>
    private async ValueTask<string?> ParametersAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        var request = transaction.Request;
        var host = key.Hop.Host;
        if (_extensions.MaxSize < request.Size)
        {
            // RFC 1870 §6.1: known before anything is sent.
            transaction.FailAll(true, "5.3.4", string.Create(CultureInfo.InvariantCulture, $"the message has {request.Size} octets and host {host} takes {_extensions.MaxSize}"));
            return null;
        }

        if (transaction.NeedsUtf8 && !_extensions.Has("SMTPUTF8"))
        {
            // RFC 6531 §3.5: there is no way to write such an address in ASCII.
            transaction.FailAll(true, "5.6.7", $"SMTPUTF8 is required, but was not offered by host {host}");
            return null;
        }

        if (request.RequireTls && !(HasVerifiedTls && _extensions.Has("REQUIRETLS")))
        {
            transaction.FailAll(false, Attempt.RequireTlsFailed, $"REQUIRETLS is required, but not possible with host {host}");
            return null;
        }

        if (await MustConvertAsync(transaction, cancellationToken) && !await transaction.Content.CanConvertAsync(cancellationToken))
        {
            // RFC 3463 §3.7: X.6.3, conversion required but not supported.
            transaction.FailAll(true, "5.6.3", $"host {host} takes 7-bit content only, and the message is too large to be encoded anew");
            return null;
        }

        return await WordsAsync(transaction, cancellationToken);
    }

    private async ValueTask<bool> MustConvertAsync(Transaction transaction, CancellationToken cancellationToken) =>
        (transaction.Request.Body == BodyType.BinaryMime && !CanChunkBinary)
        || (!_extensions.Has("8BITMIME") && await transaction.Content.IsEightBitAsync(cancellationToken));

    private async ValueTask<string> WordsAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        var request = transaction.Request;
        var words = new StringBuilder();
        words.Append(CultureInfo.InvariantCulture, $"{(_extensions.Has("SIZE") ? $" SIZE={request.Size}" : "")}");
        words.Append(transaction.NeedsUtf8 ? " SMTPUTF8" : "");
        words.Append(request.RequireTls ? " REQUIRETLS" : "");
        if (_extensions.Has("8BITMIME") && await transaction.Content.IsEightBitAsync(cancellationToken))
        {
            words.Append(request.Body == BodyType.BinaryMime && CanChunkBinary ? " BODY=BINARYMIME" : " BODY=8BITMIME");
        }

        if (_extensions.Has("DSN"))
        {
            words.Append(request.Ret switch { DsnReturn.Full => " RET=FULL", DsnReturn.Headers => " RET=HDRS", _ => "" });
            words.Append(request.EnvId is { Length: > 0 } id ? $" ENVID={Xtext.Encode(id)}" : "");
        }

        return words.ToString();
    }

    private bool CanChunkBinary => _extensions.Has("BINARYMIME") && _extensions.Has("CHUNKING");

    private async Task<List<SendRecipient>> EnvelopeAsync(Transaction transaction, string parameters, CancellationToken cancellationToken)
    {
        var host = key.Hop.Host;
        var accepted = new List<SendRecipient>();
        var recipients = new Queue<SendRecipient>(transaction.Recipients);
        string[] mail = [$"MAIL FROM:<{transaction.Request.ReversePath}>{parameters}"];
        var isPipelined = _extensions.Has("PIPELINING");
        for (var isFirst = true; recipients.Count > 0; isFirst = false)
        {
            var group = isPipelined ? Take(recipients, MaxPipelined) : isFirst ? [] : Take(recipients, 1);
            await channel.WriteLinesAsync([.. isFirst ? mail : [], .. group.Select(RcptTo)], options.BlockTimeout, "sending the envelope", cancellationToken);
            var sender = isFirst ? await ReadAsync("waiting for the reply to MAIL FROM", cancellationToken) : null;
            foreach (var recipient in IsClosed ? [] : group)
            {
                var reply = await ReadAsync("waiting for the reply to RCPT TO", cancellationToken);
                if (sender is { IsPositive: false })
                {
                    // What a server says to RCPT after it has refused MAIL is of no interest.
                }
                else if (reply.IsPositive)
                {
                    accepted.Add(recipient);
                }
                else
                {
                    // RFC 5321 §4.5.3.1.10: this 552 means too many recipients at once.
                    transaction.Answered(recipient, reply.Code == 552 ? reply with { Code = 452 } : reply, host, isToRcpt: true);
                }

                if (IsClosed)
                {
                    // RFC 5321 §3.8: a 421 is about all that was asked, and nothing comes after it.
                    transaction.AnsweredAll(sender is { IsPositive: false } ? sender : reply, host);
                    return [];
                }
            }

            if (sender is { IsPositive: false })
            {
                transaction.AnsweredAll(sender, host);
                return [];
            }
        }

        return accepted;
    }

    private string RcptTo(SendRecipient recipient)
    {
        var words = new StringBuilder($"RCPT TO:<{recipient.Address}>");
        if (_extensions.Has("DSN"))
        {
            words.Append(recipient.Notify is { } notify ? $" NOTIFY={Notify(notify)}" : "");
            words.Append(recipient.OriginalRecipient?.Split(';', 2) is [var type, var address] && IsAtom(type) ? $" ORCPT={type};{Xtext.Encode(address)}" : "");
        }

        return words.ToString();
    }

    // RFC 3461 §4.2: addr-type is an atom.
    private static bool IsAtom(string text) => text.Length is > 0 and <= 32 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static string Notify(DsnNotify notify) => notify == DsnNotify.Never
        ? "NEVER"
        : string.Join(',', new[] { DsnNotify.Success, DsnNotify.Failure, DsnNotify.Delay }.Where(flag => notify.HasFlag(flag)).Select(flag => flag.ToString().ToUpperInvariant()));

    private static List<SendRecipient> Take(Queue<SendRecipient> recipients, int count)
    {
        var taken = new List<SendRecipient>();
        while (taken.Count < count && recipients.TryDequeue(out var recipient))
        {
            taken.Add(recipient);
        }

        return taken;
    }

    private async Task<SmtpReply> ContentAsync(Transaction transaction, List<SendRecipient> accepted, CancellationToken cancellationToken)
    {
        var length = transaction.Request.Size;
        Stream content;
        if (await MustConvertAsync(transaction, cancellationToken))
        {
            var converted = await transaction.Content.ToSevenBitAsync(cancellationToken);
            (content, length) = (new MemoryStream(converted, writable: false), converted.Length);
        }
        else
        {
            content = await transaction.Content.OpenAsync(cancellationToken);
        }

        await using (content)
        {
            if (_extensions.Has("CHUNKING"))
            {
                transaction.ContentBegun = true;
                return await EndAsync(transaction, BdatAsync(content, length, cancellationToken));
            }

            var reply = await CommandAsync("DATA", "DATA", cancellationToken);
            if (reply.Code != 354)
            {
                // Any other answer to DATA than 354, 4xx or 5xx is none (RFC 5321 §4.3.2).
                return reply.Code >= 400 ? reply : throw new ConnectionLostException("a strange reply to DATA", "4.5.0");
            }

            transaction.ContentBegun = true;
            return await EndAsync(transaction, DataAsync(content, cancellationToken));
        }
    }

    // RFC 3030 §2: the octets as they are. The length is said before, so a content of another length ends the connection.
    private async Task BdatAsync(Stream content, long length, CancellationToken cancellationToken)
    {
        await channel.WriteLinesAsync([string.Create(CultureInfo.InvariantCulture, $"BDAT {length} LAST")], options.BlockTimeout, "sending BDAT", cancellationToken);
        var left = length;
        try
        {
            await CopyAsync(
                content,
                async block =>
                {
                    Require(block.Length <= left);
                    await channel.WriteAsync(block, options.BlockTimeout, "sending the message", cancellationToken);
                    left -= block.Length;
                },
                cancellationToken);
        }
        catch (OperationCanceledException) when (left == 0)
        {
            // Whoever wants to stop is too late: the server has all of it, and no dot follows.
        }

        Require(left == 0);
    }

    private async Task DataAsync(Stream content, CancellationToken cancellationToken)
    {
        var (stuffing, output) = _dots ??= (new DotStuffing(), new ArrayBufferWriter<byte>());
        stuffing.Begin();
        output.ResetWrittenCount();
        await CopyAsync(
            content,
            async block =>
            {
                stuffing.Write(block.Span, output);
                await channel.WriteAsync(output.WrittenMemory, options.BlockTimeout, "sending the message", cancellationToken);
                output.ResetWrittenCount();
            },
            cancellationToken);
        stuffing.Finish(output);
        await channel.WriteAsync(output.WrittenMemory, options.BlockTimeout, "sending the end of the message", cancellationToken);
    }

    private async Task<SmtpReply> EndAsync(Transaction transaction, Task sending)
    {
        try
        {
            await sending;
        }
        catch (ConnectionLostException)
        {
            // Some refuse a message in its middle and leave; what they have said before is the answer.
            if (await LastWordAsync() is { } refusal)
            {
                return refusal;
            }

            throw;
        }

        return await ReadAsync("sending the end of the message; it may be sent more than once", transaction.Deadline, options.DataDoneTimeout);
    }

    /// <summary>What a server has refused with before it left; <c>null</c> when it left without a word.</summary>
    private async ValueTask<SmtpReply?> LastWordAsync()
    {
        IsUsable = false;
        try
        {
            // It is here already, or does not come.
            var reply = await channel.ReadReplyAsync(TimeSpan.FromSeconds(2), "waiting for a last word", CancellationToken.None);
            return reply.Code >= 400 ? reply : null;
        }
        catch (ConnectionLostException)
        {
            return null;
        }
    }

    private static void Require(bool isWhole)
    {
        if (!isWhole)
        {
            throw new ConnectionLostException("the message has another length than its job says", "4.3.0");
        }
    }

    private static async Task CopyAsync(Stream content, Func<ReadOnlyMemory<byte>, ValueTask> write, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer.AsMemory(0, BlockSize), cancellationToken)) > 0)
            {
                await write(buffer.AsMemory(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task ResetAsync(CancellationToken cancellationToken)
    {
        try
        {
            IsUsable = IsUsable && await IsAliveAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            IsUsable = false;
            throw;
        }
    }
}
