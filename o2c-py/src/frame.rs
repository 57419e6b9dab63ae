//! Data frames in and out by the Arrow stream interface of C.

use crate::gate::Failure;
use crate::refusal;
use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{RecordBatch, RecordBatchIterator};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::ffi::CStr;

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";

/// A table of the library's that any library of data frames reads without a copy.
#[pyclass(frozen, module = "o2c._o2c")]
pub(crate) struct Frame {
    batch: RecordBatch,
}

impl Frame {
    pub(crate) fn of(batch: RecordBatch) -> Self {
        Frame { batch }
    }
}

#[pymethods]
impl Frame {
    /// The table as an Arrow stream; each call gives a new one.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets a producer keep its own types whatever is asked for.
        drop(requested_schema);
        let schema = self.batch.schema();
        let batches = RecordBatchIterator::new([Ok(self.batch.clone())], schema);
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), STREAM)
    }

    /// The names and types of the columns as an Arrow schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.batch.schema().as_ref());
        let schema = schema.map_err(|fault| refusal::defect(py, &fault.to_string()))?;
        PyCapsule::new_with_value(py, schema, SCHEMA)
    }

    /// How many rows there are.
    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    fn __repr__(&self) -> String {
        let schema = self.batch.schema();
        let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        format!("<o2c.Frame of {} rows: {}>", self.batch.num_rows(), names.join(", "))
    }
}

/// Takes over the stream of a data frame; it cannot be read twice.
pub(crate) fn stream(frame: &Bound<'_, PyAny>) -> PyResult<FFI_ArrowArrayStream> {
    stream_of("frame", frame)
}

/// The stream of a data frame that refusals call by this name.
pub(crate) fn stream_of(name: &str, frame: &Bound<'_, PyAny>) -> PyResult<FFI_ArrowArrayStream> {
    let py = frame.py();
    let wrong = |path: &str, message: &str| Failure::wrong_type(path, message).raised(py);
    let kind = frame.get_type().name()?;
    let Some(export) = frame.getattr_opt("__arrow_c_stream__")? else {
        let message = format!("expected a frame with __arrow_c_stream__, not {kind}");
        return Err(wrong(name, &message));
    };
    let capsule = export.call0()?;
    let capsule = capsule
        .cast::<PyCapsule>()
        .map_err(|_| wrong(name, "__arrow_c_stream__ gives no capsule"))?;
    if !capsule.is_valid_checked(Some(STREAM)) {
        return Err(wrong(name, "__arrow_c_stream__ gives no capsule of an Arrow stream"));
    }
    let pointer = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: by its name the capsule holds an Arrow stream, which lives as long as the capsule.
    // What is left in its place is a released stream, so that nobody releases it twice.
    Ok(unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) })
}

/// The batches of a stream; a stream that was read before is refused.
pub(crate) fn batches(stream: FFI_ArrowArrayStream) -> Result<RecordBatchStreamReader, Failure> {
    batches_of("frame", stream)
}

/// The batches of a stream that refusals call by this name.
pub(crate) fn batches_of(
    name: &str,
    stream: FFI_ArrowArrayStream,
) -> Result<RecordBatchStreamReader, Failure> {
    if stream.release().is_none() {
        return Err(Failure::input(name, "the stream was read before"));
    }
    RecordBatchStreamReader::try_new(stream)
        .map_err(|fault| Failure::input(name, &fault.to_string()))
}
