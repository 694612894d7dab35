namespace Mail.Sieve.Svtest;

/// <summary>Where test files and the scripts that they name come from.</summary>
public interface ISvtestFiles
{
    /// <param name="path">Of a test file as given to the runner, or of a file below its folder, divided by slashes.</param>
    /// <returns>The octets; <c>null</c> when there is no such file.</returns>
    byte[]? Read(string path);
}
