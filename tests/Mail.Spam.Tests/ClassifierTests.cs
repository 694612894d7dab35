namespace Mail.Spam.Tests;

public class ClassifierTests
{
    private static readonly string[] HamWords = ["meeting", "report", "budget", "lunch", "review", "draft", "agenda", "minutes"];
    private static readonly string[] SpamWords = ["pills", "winner", "casino", "cheap", "click", "prize", "loan", "offer"];

    [Fact]
    public void Who_learnt_nothing_holds_nothing_against_anybody()
    {
        var verdict = Classifier.Classify(Texts.Body("cheap pills"), ModelSnapshot.Empty, ModelSnapshot.Empty, clues: 5);

        Assert.Equal((0.5, SpamClass.Ham), (verdict.Score, verdict.Class));
        Assert.Empty(verdict.Clues);
    }

    [Fact]
    public void What_was_learnt_is_told_apart()
    {
        var model = Trained(seed: 1);

        Assert.Equal(SpamClass.Spam, Classifier.Classify(Message(SpamWords, seed: 100), model).Class);
        Assert.Equal(SpamClass.Ham, Classifier.Classify(Message(HamWords, seed: 101), model).Class);
    }

    [Fact]
    public void Snapshot_and_counts_give_the_same_verdict_to_the_last_bit()
    {
        var counts = Trained(seed: 1);
        using var file = new MemoryStream();
        counts.WriteTo(file);
        var message = Message(SpamWords, seed: 100);

        Assert.Equal(Classifier.Classify(message, counts).Score, Classifier.Classify(message, ModelSnapshot.Load(file.ToArray())).Score);
    }

    [Fact]
    public void Clues_say_in_words_what_the_verdict_came_from()
    {
        var clues = Classifier.Classify(Message(SpamWords, seed: 100), Trained(seed: 1), clues: 5).Clues;

        Assert.Equal(5, clues.Count);
        Assert.All(clues, clue => Assert.True(clue.Probability > 0.9 && clue.Spam > 0 && clue.Ham == 0, clue.ToString()));
        Assert.Contains(clues, clue => SpamWords.Any(word => clue.Text.Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_clue_reads_as_a_sentence() =>
        Assert.Equal("\"subject word: viagra\" spam 0.99 (0 ham, 25 spam)", new Clue("subject word: viagra", 0.99, Ham: 0, Spam: 25).ToString());

    [Fact]
    public void The_owner_of_a_mailbox_may_differ_from_the_site()
    {
        var site = Trained(seed: 1);
        var account = new ModelCounts();
        for (var i = 0; i < 20; i++)
        {
            Learn(account, Message(SpamWords, seed: 200 + i), SpamLabel.Ham, site);
            Learn(account, Message(HamWords, seed: 300 + i), SpamLabel.Ham, site);
        }

        var message = Message(SpamWords, seed: 999);

        Assert.Equal(SpamClass.Spam, Classifier.Classify(message, site).Class);
        Assert.NotEqual(SpamClass.Spam, Classifier.Classify(message, site, account).Class);
    }

    [Fact]
    public void One_message_trained_by_mistake_does_not_turn_a_site_over()
    {
        var model = Trained(seed: 1);
        Learn(model, Message(HamWords, seed: 500), SpamLabel.Spam);

        Assert.Equal(SpamClass.Ham, Classifier.Classify(Message(HamWords, seed: 501), model).Class);
    }

    [Fact]
    public void Thresholds_decide_the_class()
    {
        var thresholds = new SpamThresholds(Unsure: 0.3, Spam: 0.6);

        Assert.Equal([SpamClass.Ham, SpamClass.Unsure, SpamClass.Unsure, SpamClass.Spam], new[] { 0.29, 0.3, 0.59, 0.6 }.Select(thresholds.ClassOf));
        Assert.False(new SpamThresholds(Unsure: 0.9, Spam: 0.2).IsValid);
        Assert.True(SpamThresholds.Default.IsValid);
    }

    private static ModelCounts Trained(int seed)
    {
        var model = new ModelCounts();
        for (var i = 0; i < 30; i++)
        {
            Learn(model, Message(HamWords, seed + (2 * i)), SpamLabel.Ham);
            Learn(model, Message(SpamWords, seed + (2 * i) + 1), SpamLabel.Spam);
        }

        return model;
    }

    private static void Learn(ModelCounts model, TokenList tokens, SpamLabel label, ITokenCounts? site = null) =>
        model.Add(tokens, Trainer.Plan(tokens, label, model, site));

    private static TokenList Message(string[] words, int seed)
    {
        var random = new Random(seed);
        return Texts.Body(string.Join(' ', Enumerable.Range(0, 20).Select(_ => words[random.Next(words.Length)])) + " the and of");
    }
}
