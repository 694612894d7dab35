namespace Mail.Processing;

/// <summary>Parts a listing into what is taken in hand together.</summary>
internal static class MessageChunks
{
    /// <summary>In their order, as many at a time as <see cref="FetchFlowOptions.BatchMessages"/> and <see cref="FetchFlowOptions.BatchOctets"/> allow; a larger one comes alone.</summary>
    public static IEnumerable<IReadOnlyList<ListedMessage>> Of(IEnumerable<ListedMessage> listed, FetchFlowOptions options)
    {
        var (fitting, octets) = (new List<ListedMessage>(), 0L);
        foreach (var message in listed)
        {
            if (fitting.Count == options.BatchMessages || (fitting.Count > 0 && octets + message.Message.Size > options.BatchOctets))
            {
                yield return fitting;
                (fitting, octets) = ([], 0);
            }

            fitting.Add(message);
            octets += message.Message.Size;
        }

        if (fitting.Count > 0)
        {
            yield return fitting;
        }
    }
}
