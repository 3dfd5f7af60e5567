using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What settings ask of the training rows.</summary>
internal static class SettingsAgainstData
{
    /// <summary>Asks the settings, and the model to continue from, if there is one.</summary>
    /// <exception cref="JobInputException">The rows do not fit; every reason is in it.</exception>
    public static void Check(TrainingSettings settings, ChannelSummary train, WarmStart? warmStart)
    {
        var mistakes = new List<Mistake>();
        Check(settings, train, mistakes, []);
        warmStart?.Check(train, mistakes);
        if (mistakes.Count > 0)
            throw new JobInputException(mistakes);
    }

    /// <summary>Adds every reason why the rows do not fit.</summary>
    /// <param name="settings">Ask.</param>
    /// <param name="train">The rows, or a sample of them.</param>
    /// <param name="mistakes">What is wrong whatever rows may follow.</param>
    /// <param name="warnings">What is wrong unless other rows follow.</param>
    public static void Check(TrainingSettings settings, ChannelSummary train, ICollection<Mistake> mistakes, ICollection<string> warnings)
    {
        if (train.FeatureCount == 0)
            mistakes.Add(new("channel train", "found rows of a label and nothing else", "give each row at least one feature"));
        if (settings.Task == TaskKind.Classification)
            CheckClasses(settings, train, mistakes, warnings);
        var shape = settings.Model.InputShape;
        if (shape.Count > 0 && shape.Aggregate(1L, (product, size) => product * size) != train.FeatureCount)
        {
            mistakes.Add(new("hyperparameter input_shape",
                $"found [{string.Join(", ", shape)}], which is {shape.Aggregate(1L, (product, size) => product * size)} numbers, but a row of channel train has {train.FeatureCount} features",
                "make channels × height × width equal to the features of a row"));
        }
        CheckSizes(settings, train, mistakes);
        // rows that are all in memory fit already
        if (train.IsSample && RowMemory.MistakeOf(settings, "train", train.FeatureCount) is { } mistake)
            mistakes.Add(mistake);
    }

    /// <summary>Rules over the rows that are left for training after the split.</summary>
    /// <exception cref="JobInputException">They do not fit.</exception>
    public static void CheckTrainingRows(TrainingSettings settings, long rows)
    {
        if (settings.Model.BatchNormalization && Math.Min(settings.Data.BatchSize, rows) < 2)
        {
            throw new JobInputException([new Mistake(
                "hyperparameter batch_normalization", $"found true with batches of one row (batch_size {settings.Data.BatchSize}, {rows} training rows): one row has no spread to normalize by",
                "raise batch_size, give more rows, or set batch_normalization to false")]);
        }
    }

    /// <summary>Memory that is filled or read as one piece holds less than 2 GiB.</summary>
    private static void CheckSizes(TrainingSettings settings, ChannelSummary train, ICollection<Mistake> mistakes)
    {
        var batchBytes = (long)sizeof(float) * Math.Min(settings.Data.BatchSize, train.RowCount) * train.FeatureCount;
        if (batchBytes > int.MaxValue)
            mistakes.Add(new("hyperparameter batch_size", $"a batch of {settings.Data.BatchSize} rows has {batchBytes} bytes, expected less than 2 GiB", "use smaller batches"));
        if (settings.Model.Kind != ModelKind.Mlp)
            return;
        var inputs = (long)train.FeatureCount;
        foreach (var outputs in settings.Model.HiddenLayers)
        {
            if (inputs * outputs * sizeof(float) > int.MaxValue)
                mistakes.Add(new("hyperparameter hidden_layers", $"a layer from {inputs} to {outputs} has {inputs * outputs * sizeof(float)} bytes of weights, expected less than 2 GiB", "use narrower layers"));
            inputs = outputs;
        }
    }

    private static void CheckClasses(TrainingSettings settings, ChannelSummary train, ICollection<Mistake> mistakes, ICollection<string> warnings)
    {
        var classes = train.Classes;
        void UnlessMoreFollow(Mistake mistake)
        {
            if (train.IsSample)
                warnings.Add($"{mistake} (in the first {train.RowCount} rows; the others were not read)");
            else
                mistakes.Add(mistake);
        }

        if (classes.Count < 2)
        {
            UnlessMoreFollow(new("channel train",
                $"found a single class, \"{classes[0]}\": there is nothing to tell apart",
                $"check that all classes are in the channel, and, for text/csv, that label_column {settings.Data.LabelColumn} is the label (0 is the first, -1 the last)"));
        }
        if (settings.Loss.Kind == LossKind.BinaryCrossEntropy && classes.Count > 2)
            mistakes.Add(new("hyperparameter loss", $"found binary_cross_entropy, which is for two classes, but channel train has {classes.Count}", "use cross_entropy"));
        if (settings.ObjectiveMetric == "validation:auc" && classes.Count > ClassificationTally.CurveClassesMax)
        {
            mistakes.Add(new("hyperparameter objective_metric",
                $"found validation:auc, which is computed for at most {ClassificationTally.CurveClassesMax} classes, but channel train has {classes.Count}", "use validation:accuracy or validation:f1"));
        }
        var given = settings.Loss.ClassWeights.Given.Count;
        if (given > 0 && given != classes.Count)
        {
            var mistake = new Mistake("hyperparameter class_weights",
                $"found {given} weights, but channel train has {classes.Count} classes: {string.Join(", ", classes.Take(20))}",
                "give one weight per class, in this order");
            if (given < classes.Count)
                mistakes.Add(mistake);
            else
                UnlessMoreFollow(mistake);
        }
    }
}
