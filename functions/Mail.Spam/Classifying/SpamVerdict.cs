namespace Mail.Spam;

/// <param name="Score">0 is surely ham, 1 surely spam; 0.5 when nothing is known.</param>
/// <param name="Clues">The strongest evidence for either side, strongest first, at most as many as were asked for.</param>
public sealed record SpamVerdict(double Score, SpamClass Class, IReadOnlyList<Clue> Clues);
