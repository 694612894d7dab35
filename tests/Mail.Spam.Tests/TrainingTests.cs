using CsCheck;

namespace Mail.Spam.Tests;

public class TrainingTests
{
    private static readonly Gen<LabelledTokens> Messages =
        Gen.Select(Gen.Int[0, 40].Array[1, 12], Gen.Bool).Select((words, isSpam) =>
            new LabelledTokens(Texts.Body(string.Join(' ', words.Select(word => $"word{word}"))), isSpam ? SpamLabel.Spam : SpamLabel.Ham));

    /// <summary>Any training, any part of it unlearnt in any order: the rest is as if it had been all.</summary>
    [Fact]
    public void Unlearning_is_exact_whatever_was_learnt_in_between() =>
        Gen.Select(Messages.Array[1, 12], Gen.Int).Sample(
            (messages, seed) =>
            {
                var steps = Learn(messages, out var model);
                var order = Enumerable.Range(0, messages.Length).ToArray();
                new Random(seed).Shuffle(order);
                var gone = order[..(order.Length / 2)];
                foreach (var i in gone)
                {
                    model.Remove(messages[i].Tokens, steps[i]);
                }

                var expected = new ModelCounts();
                foreach (var i in order[gone.Length..])
                {
                    expected.Add(messages[i].Tokens, steps[i]);
                }

                return Bytes(model).AsSpan().SequenceEqual(Bytes(expected));
            },
            iter: 200);

    [Fact]
    public void What_was_forgotten_is_not_unlearnt_a_second_time() =>
        Gen.Select(Messages.Array[2, 12], Gen.Int).Sample(
            (messages, seed) =>
            {
                var steps = Learn(messages, out var model);
                var kept = messages.Select(message => message.Tokens).ToArray();
                var old = new Random(seed).Next(messages.Length);
                kept[old] = model.Forget(kept[old], steps[old]);

                for (var i = 0; i < messages.Length; i++)
                {
                    model.Remove(kept[i], steps[i]);
                }

                return model.Tokens == 0 && Bytes(model).AsSpan().SequenceEqual(Bytes(new ModelCounts()));
            },
            iter: 200);

    [Fact]
    public void Forgetting_drops_what_only_this_message_had()
    {
        var model = new ModelCounts();
        var (common, rare) = (Texts.Body("common words"), Texts.Body("common words unheard"));
        var step = new TrainingStep(SpamLabel.Spam, Times: 1, Push: 3);
        model.Add(common, step);
        var before = model.Tokens;
        model.Add(rare, step);

        var kept = model.Forget(rare, step);

        Assert.Equal(before, model.Tokens);
        Assert.Equal(rare.Count - 2, kept.Count);
        Assert.Equal(2, model.SpamMessages);
    }

    [Fact]
    public void A_mistake_pushes_more_than_what_was_known_already()
    {
        var model = new ModelCounts();
        var tokens = Texts.Body("cheap pills for you");

        var first = Trainer.Plan(tokens, SpamLabel.Spam, model);
        model.Add(tokens, first);
        var second = Trainer.Plan(tokens, SpamLabel.Spam, model);
        var opposite = Trainer.Plan(tokens, SpamLabel.Ham, model);

        Assert.True(first.Push > 0 && second.Push >= 0 && second.Push < first.Push / 100, $"{first.Push}, then {second.Push}");
        Assert.True(opposite.Push < -first.Push, $"{opposite.Push}");
    }

    [Fact]
    public void A_batch_is_learnt_the_same_however_often_it_is_planned_and_gets_its_messages_right()
    {
        var messages = Enumerable.Range(0, 40)
            .Select(i => new LabelledTokens(Texts.Body(i < 20 ? $"meeting report number{i}" : $"cheap pills number{i}"), i < 20 ? SpamLabel.Ham : SpamLabel.Spam))
            .ToArray();

        var steps = BatchTrainer.Plan(messages);

        Assert.Equal(steps, BatchTrainer.Plan(messages));
        Assert.All(steps.Zip(messages), pair => Assert.True(pair.Second.Label == SpamLabel.Spam ? pair.First.Push > 0 : pair.First.Push < 0));
    }

    [Fact]
    public void A_batch_that_is_learnt_at_once_gives_the_same_octets_as_its_steps_one_by_one() =>
        Messages.Array[0, 40].Sample(
            messages =>
            {
                var steps = BatchTrainer.Plan(messages);
                var expected = new ModelCounts();
                for (var i = 0; i < steps.Length; i++)
                {
                    expected.Add(messages[i].Tokens, steps[i]);
                }

                return Bytes(BatchTrainer.Train(messages)).AsSpan().SequenceEqual(Bytes(expected));
            },
            iter: 200);

    [Fact]
    public void What_was_learnt_and_unlearnt_in_turn_leaves_no_trace_and_takes_no_room()
    {
        var model = new ModelCounts();
        var kept = Texts.Body("what stays");
        model.Add(kept, SpamLabel.Ham);
        for (var i = 0; i < 2_000; i++)
        {
            var passing = Texts.Body($"passing number{i} word{i}");
            model.Add(passing, SpamLabel.Spam);
            model.Remove(passing, SpamLabel.Spam);
        }

        var expected = new ModelCounts();
        expected.Add(kept, SpamLabel.Ham);
        Assert.Equal(Bytes(expected), Bytes(model));
        Assert.InRange(model.Room, kept.Count, 512);
    }

    [Fact]
    public void A_batch_of_nothing_is_nothing() => Assert.Empty(BatchTrainer.Plan([]));

    private static TrainingStep[] Learn(LabelledTokens[] messages, out ModelCounts model)
    {
        model = new ModelCounts();
        var steps = new TrainingStep[messages.Length];
        for (var i = 0; i < messages.Length; i++)
        {
            steps[i] = Trainer.Plan(messages[i].Tokens, messages[i].Label, model);
            model.Add(messages[i].Tokens, steps[i]);
        }

        return steps;
    }

    private static byte[] Bytes(ModelCounts model)
    {
        using var file = new MemoryStream();
        model.WriteTo(file);
        return file.ToArray();
    }
}
