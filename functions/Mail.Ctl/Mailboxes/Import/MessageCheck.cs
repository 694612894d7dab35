namespace Mail.Ctl;

/// <summary>Tells messages from other bytes: what is no message is reported with its position and skipped.</summary>
internal static class MessageCheck
{
    /// <summary>The item as it is, or without its message and with the reason.</summary>
    public static async ValueTask<ImportItem> ToItemAsync(ImportItem item)
    {
        if (item.Message is not { } message || Problem(message) is not { } problem)
        {
            return item;
        }

        await message.DisposeAsync();
        return item with { Message = null, Problem = problem };
    }

    private static string? Problem(MessageBuffer message)
    {
        if (message.IsTooLarge)
        {
            return $"it is larger than {ByteSize.Format(MessageBuffer.MaxSize)}";
        }

        var content = message.Content();
        // RFC 5322 §2.1.1 limits a line to 998 characters; only the first field's name is looked at.
        var start = new byte[998];
        var length = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        content.Position = 0;
        return length == 0 ? "it is empty" : BeginsWithField(start.AsSpan(0, length)) ? null : "it does not begin with a header field";
    }

    /// <summary>RFC 5322 §3.6.8: a field name is printable ASCII but the colon; §4.5 lets white space stand before the colon.</summary>
    private static bool BeginsWithField(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        return colon > 0 && !text[..colon].TrimEnd(" \t"u8).ContainsAnyExceptInRange((byte)'!', (byte)'~');
    }
}
