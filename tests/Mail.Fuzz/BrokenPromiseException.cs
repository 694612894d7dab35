using System.Diagnostics.CodeAnalysis;

namespace Mail.Fuzz;

/// <summary>A target found that something does not do what it says.</summary>
public sealed class BrokenPromiseException(string message) : Exception(message)
{
    /// <exception cref="BrokenPromiseException">The promise does not hold.</exception>
    public static void Unless([DoesNotReturnIf(false)] bool holds, string promise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException("Does not hold: " + promise);
        }
    }
}
