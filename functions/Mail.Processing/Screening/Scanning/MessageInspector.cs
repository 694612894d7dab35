using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>Takes a message apart for <see cref="AttachmentScanner"/>: each part that is no multipart is a file, whatever its type says.</summary>
internal sealed class MessageInspector(AttachmentInspection inspection, MessageLimits limits, CancellationToken cancellationToken)
{
    /// <summary>Messages that are encoded in messages; what is not encoded is part of the structure.</summary>
    private const int MaxEncodedDepth = 3;

    /// <summary>For one part after the other: messages have thousands of small ones.</summary>
    private readonly byte[] _start = new byte[FileSignature.Needed + 2];

    private readonly ArchiveInspector _archives = new(inspection, cancellationToken);

    /// <param name="content">From its start; seekable.</param>
    /// <param name="path">Of the message in another, with a slash behind it.</param>
    /// <param name="depth">Encoded messages around it.</param>
    public async ValueTask InspectAsync(Stream content, string path, int depth)
    {
        var message = await SieveMessage.OpenAsync(content, limits, cancellationToken);
        var waiting = new Stack<MessagePart>([await message.StructureAsync(cancellationToken)]);
        while (waiting.TryPop(out var part))
        {
            cancellationToken.ThrowIfCancellationRequested();
            inspection.AddIf(part.IsCut, AttachmentKind.Structure, path + "message", "more parts than are looked at");
            if (part.Parts.Count == 0)
            {
                await InspectPartAsync(content, part, path, depth);
            }

            foreach (var below in part.Parts.Reverse())
            {
                waiting.Push(below);
            }
        }
    }

    private async ValueTask InspectPartAsync(Stream content, MessagePart part, string path, int depth)
    {
        var type = TypeOf(part);
        var names = type == "message/rfc822" ? [] : AttachmentNames.Of(part);
        var shown = path + (names.Count > 0 ? names[0] : type);
        // RFC 2046 §5.2.2 and §5.2.3: what is in there nobody sees before the recipient's program has put it together.
        inspection.AddIf(type is "message/partial" or "message/external-body", AttachmentKind.Structure, shown, "a message in pieces or elsewhere");
        foreach (var name in names)
        {
            inspection.AddName(name, path + name);
        }

        if (part.Body is not { } body || body.End <= body.Start)
        {
            return;
        }

        var encoding = part.Fields("Content-Transfer-Encoding") is [var field, ..] ? field.RawValue : null;
        if (type.StartsWith("text/", StringComparison.Ordinal))
        {
            foreach (var name in UuencodedNames.In(DecodedPart.Open(content, body, encoding)))
            {
                inspection.AddName(name, path + name);
            }
        }

        if (type == "message/rfc822")
        {
            await InspectMessageAsync(DecodedPart.Open(content, body, encoding), shown, depth);
        }
        else
        {
            InspectFile(() => DecodedPart.Open(content, body, encoding), names, shown);
        }
    }

    /// <summary>A message that is encoded: against RFC 2045 §6.4, but programs show it.</summary>
    private async ValueTask InspectMessageAsync(Stream message, string shown, int depth)
    {
        if (depth >= MaxEncodedDepth || !inspection.Budget.TakeEncodedMessage())
        {
            inspection.Add(AttachmentKind.Structure, shown, "encoded messages within messages");
            return;
        }

        await using var whole = ScratchStream.Copy(message, cancellationToken);
        whole.Position = 0;
        var read = whole.ReadAtLeast(_start, _start.Length, throwOnEndOfStream: false);
        inspection.AddType(FileSignature.Detect(_start.AsSpan(0, read)), shown);
        await InspectAsync(whole, shown + "/", depth + 1);
    }

    /// <param name="open">The file from its start.</param>
    private void InspectFile(Func<Stream> open, IReadOnlyList<string> names, string shown)
    {
        var file = open();
        var read = file.ReadAtLeast(_start, _start.Length, throwOnEndOfStream: false);
        var detected = FileSignature.Detect(_start.AsSpan(0, read));
        inspection.AddType(detected, shown);
        var isContainer = ArchiveInspector.IsContainer(detected);
        var isZip = !isContainer && (ZipTail.IsIn(_start.AsSpan(0, read), file, cancellationToken) || (read > 0 && names.Any(ZipNames.Has)));
        if (!isContainer && !isZip)
        {
            return;
        }

        using var whole = ScratchStream.Copy(open(), cancellationToken);
        // A picture that happens to end like an archive is none.
        if (isContainer || names.Any(ZipNames.Has) || ZipDirectory.Find(whole) is not null)
        {
            _archives.Inspect(whole, isContainer ? detected : FileType.Zip, shown, depth: 1);
        }
    }

    // The words before the parameters; RFC 2045 §5.2: text, when there are none.
    private static string TypeOf(MessagePart part) =>
        part.Fields("Content-Type") is [var field, ..] ? field.RawValue.Split(';', 2)[0].Trim().ToLowerInvariant() : "text/plain";
}
