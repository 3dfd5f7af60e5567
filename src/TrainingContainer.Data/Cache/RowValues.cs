namespace TrainingContainer.Data;

/// <summary>How a cache stores the features of its rows: as float32, or as bytes where all of them are whole numbers from 0 to 255, as pixels are.</summary>
internal enum RowValues
{
    /// <summary>A byte each.</summary>
    Bytes = sizeof(byte),

    /// <summary>float32.</summary>
    Singles = sizeof(float),
}
