namespace Mail.Functions;

/// <summary>What a parent process reads from our end.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int CannotRun = 1;
    public const int Usage = 2;

    /// <summary>
    /// "Start me again, it is no error". A handler that ends with 0 is never started again by the Functions host, which then refuses every
    /// call and moves the messages to the poison queue.
    /// </summary>
    public const int RestartMe = 200;

    /// <summary>The same end, as the parent in question has to read it.</summary>
    public static int For(bool isUnderHost, int code) => isUnderHost && code == Done ? RestartMe : code;
}
