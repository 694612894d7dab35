namespace Mail.Ctl;

/// <param name="Scores">Of the messages of the test, in their order.</param>
/// <param name="TrainingTime">Reading, parsing and learning the messages of the training.</param>
/// <param name="TestTime">Reading, parsing and scoring those of the test; learning them too when online.</param>
/// <param name="Tokens">Features in the model at the end.</param>
internal sealed record EvalOutcome(IReadOnlyList<EvalScore> Scores, int Trained, TimeSpan TrainingTime, TimeSpan TestTime, int Tokens);
