namespace Mail.Processing;

/// <summary>A message as it lies in a mailbox: behind fields that delivery put before it.</summary>
internal static class MailboxCopy
{
    /// <summary>Names of fields that final delivery adds, each before the message proper.</summary>
    private static readonly byte[][] Added =
        ["return-path"u8.ToArray(), "delivered-to"u8.ToArray(), "authentication-results"u8.ToArray(), "received-spf"u8.ToArray()];

    /// <summary>
    /// The message as it was received: what it was classified by, without the line that stands before each in an mbox. Its first field is our gateway's <c>Received</c>, behind which a stranger's own fields of
    /// these names are; they stay.
    /// </summary>
    public static ReadOnlySpan<byte> AsReceived(ReadOnlySpan<byte> stored)
    {
        var message = stored;
        if (message.StartsWith("From "u8))
        {
            HeaderLines.Next(ref message);
        }

        var isAdded = false;
        for (var rest = message; !rest.IsEmpty;)
        {
            var line = HeaderLines.Next(ref rest);
            var isContinued = !line.IsEmpty && line[0] is (byte)' ' or (byte)'\t';
            isAdded = isContinued ? isAdded : IsAdded(line);
            if (!isAdded)
            {
                break;
            }

            message = rest;
        }

        return message;
    }

    /// <summary>Or our own trace field, which says so with its local id.</summary>
    private static bool IsAdded(ReadOnlySpan<byte> line)
    {
        foreach (var name in Added)
        {
            if (HeaderLines.IsField(line, name))
            {
                return true;
            }
        }

        return HeaderLines.IsField(line, "received"u8) && line.IndexOf(" with local id "u8) >= 0;
    }
}
