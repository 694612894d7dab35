namespace Mail.Processing;

/// <summary>
/// How many attempts a destination gets at once, after Postfix's queue manager (SCHEDULER_README): begins at 5, grows by 1/window with each attempt that
/// reached it and shrinks by as much with each that did not. After a window's worth of failures without a success between them it is dead.
/// </summary>
public static class DestinationWindow
{
    /// <summary>Postfix: initial_destination_concurrency.</summary>
    public const double Initial = 5;

    /// <summary>Of a new or dead destination: one attempt finds out whether it is there. (Postfix begins with 5, and a dead one then costs five time-outs.)</summary>
    public const int Unproven = 1;

    public static double AfterSuccess(double window, int max) => Math.Min(max, window + (1 / window));

    public static double AfterFailure(double window) => Math.Max(1, window - (1 / window));

    /// <summary>Postfix: default_destination_concurrency_failed_cohort_limit, 1: so many windows of failures.</summary>
    public static bool IsDead(bool isProven, double failedCohorts) => !isProven || failedCohorts >= 1;

    /// <summary>Attempts at once, over all instances.</summary>
    public static int Limit(bool isProven, double window, int max) => isProven ? Math.Min(max, (int)Math.Floor(window)) : Unproven;
}
