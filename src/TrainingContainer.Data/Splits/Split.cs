namespace TrainingContainer.Data;

/// <summary>Rows to train on and rows to validate on: every row in exactly one part, each part ascending, neither empty.</summary>
/// <param name="Training">0-based rows.</param>
/// <param name="Validation">0-based rows.</param>
public sealed record Split(int[] Training, int[] Validation)
{
    /// <summary>Splits a table; the same seed gives the same split.</summary>
    /// <param name="table">At least 2 rows.</param>
    /// <param name="method">How validation rows are chosen. Stratified gives each class its share by largest remainder and keeps at least one row of every class in training.</param>
    /// <param name="validationFraction">The share of rows that validate, above 0 and below 1; rounded to at least one row.</param>
    /// <param name="seed">The job's seed.</param>
    /// <exception cref="DataException">A part would be empty, or the method needs class labels that the table lacks.</exception>
    public static Split Of(Table table, SplitMethod method, double validationFraction, long seed)
    {
        if (!(validationFraction > 0 && validationFraction < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(validationFraction), validationFraction, "Expected above 0 and below 1.");
        }

        if (table.RowCount is < 2 or > int.MaxValue)
        {
            throw DataError.SplitRowCount(table.RowCount);
        }

        int rows = (int)table.RowCount;
        int count = Math.Clamp((int)Math.Round(rows * validationFraction, MidpointRounding.AwayFromZero), 1, rows - 1);
        RandomKey key = RandomKey.For(seed, DrawPurpose.Split);
        var validates = new bool[rows];
        switch (method)
        {
            case SplitMethod.Random:
                var permutation = new Permutation(key, rows);
                for (int i = 0; i < count; i++)
                {
                    validates[permutation[i]] = true;
                }

                break;
            case SplitMethod.Stratified:
                count = Stratify(table, count, key, validates);
                break;
            case SplitMethod.Chronological:
                validates.AsSpan(rows - count).Fill(true);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(method), method, null);
        }

        return Parts(validates, count);
    }

    /// <summary>Walks the rows in a random order and lets each class's first ones validate, until its quota is reached.</summary>
    private static int Stratify(Table table, int count, RandomKey key, bool[] validates)
    {
        if (table.LabelKind != LabelKind.Class)
        {
            throw DataError.StratifyWithoutClasses(table.LabelKind);
        }

        int[] quotas = Quotas(table, count);
        int total = quotas.Sum();
        if (total == 0)
        {
            throw DataError.StratifyOneRowEach(table.Classes.Count);
        }

        int left = total;
        var permutation = new Permutation(key, table.RowCount);
        for (int i = 0; left > 0; i++)
        {
            long row = permutation[i];
            ref int quota = ref quotas[table.ClassIndexes[row]];
            if (quota > 0)
            {
                quota--;
                left--;
                validates[row] = true;
            }
        }

        return total;
    }

    /// <summary>Validation rows per class: the whole part of its share, then one more for the largest remainders (ties: the lower class).</summary>
    private static int[] Quotas(Table table, int count)
    {
        var sizes = new int[table.Classes.Count];
        foreach (int index in table.ClassIndexes)
        {
            sizes[index]++;
        }

        var quotas = new int[sizes.Length];
        var remainders = new long[sizes.Length];
        long left = count;
        for (int i = 0; i < sizes.Length; i++)
        {
            long share = (long)sizes[i] * count;
            quotas[i] = (int)(share / table.RowCount);
            remainders[i] = share % table.RowCount;
            left -= quotas[i];
        }

        foreach (int i in Enumerable.Range(0, sizes.Length).OrderByDescending(i => remainders[i]))
        {
            if (left > 0 && quotas[i] < sizes[i] - 1)
            {
                quotas[i]++;
                left--;
            }
        }

        return quotas;
    }

    private static Split Parts(bool[] validates, int count)
    {
        var training = new int[validates.Length - count];
        var validation = new int[count];
        int t = 0, v = 0;
        for (int row = 0; row < validates.Length; row++)
        {
            if (validates[row])
            {
                validation[v++] = row;
            }
            else
            {
                training[t++] = row;
            }
        }

        return new Split(training, validation);
    }
}
