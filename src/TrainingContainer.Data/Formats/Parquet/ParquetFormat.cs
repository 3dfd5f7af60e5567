namespace TrainingContainer.Data;

/// <summary>
/// <c>application/x-parquet</c>, which cannot be read: no well-kept reader for .NET could be taken in (Parquet.Net, ParquetSharp and Apache.Arrow are
/// not in every package feed that this project builds from). The job is told what to do instead.
/// </summary>
public static class ParquetFormat
{
    /// <summary>The content type.</summary>
    public const string MediaType = "application/x-parquet";

    /// <summary>What to do instead.</summary>
    public const string Advice =
        "convert the files, for example to CSV with pandas: pandas.read_parquet(\"x.parquet\").to_csv(\"x.csv\", header=False, index=False), the label as first column";
}
