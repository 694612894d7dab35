namespace Mail.Processing;

/// <summary>What became of a remote folder.</summary>
/// <param name="Remote">Its name there.</param>
/// <param name="Local">Its name here.</param>
/// <param name="Messages">In it now.</param>
/// <param name="Known">Of these, fetched or moved before.</param>
/// <param name="Elsewhere">Of these, in other folders too, and left out for that: of a folder that holds everything.</param>
public sealed record MovedFolder(string Remote, string Local, int Messages, int Known, int Elsewhere);
