"""What is generated is current."""

import reference


def test_generated_files_are_current():
    """The README's reference is the command line's own help, the forms are those of curation, the citation is that of the dataset."""
    for file, text in reference.current().items():
        assert file.read_text(encoding="utf-8") == text, f"{file.name}: run `make reference`"


def test_no_form_is_left_over():
    """The folder of forms holds what is generated and nothing else."""
    assert set(reference.FORMS.iterdir()) == reference.current().keys() - {
        reference.README,
        reference.CITATION,
    }
