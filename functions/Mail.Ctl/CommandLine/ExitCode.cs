namespace Mail.Ctl;

/// <summary>What the shell sees.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Refused, not found, storage out of reach, or findings.</summary>
    public const int Refused = 1;

    /// <summary>The command line could not be understood.</summary>
    public const int Usage = 2;

    /// <summary>128 + SIGINT, as shells report it.</summary>
    public const int Interrupted = 130;
}
