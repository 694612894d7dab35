namespace Mail.Functions;

/// <summary>What the operator is told about sending when the process starts. Event ids 380 to 389.</summary>
internal static partial class SendingLog
{
    public static void Started(ILogger logger, SendingSettings settings)
    {
        if (settings.Srs is null)
        {
            NoSrs(logger);
        }
    }

    [LoggerMessage(380, LogLevel.Information,
        "Forwarded mail keeps its sender: MAIL_SRS_SECRET is not set. Servers that check SPF may refuse it; set the same secret here and for the gateway")]
    private static partial void NoSrs(ILogger logger);
}
