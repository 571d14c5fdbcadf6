from dateline.linking.packing import packed, unpacked


def test_what_is_packed_comes_out_as_it_was():
    line = '{"name":"São Tomé"}' * 100
    assert unpacked(packed(line)) == line
    assert len(packed(line)) < len(line.encode()) / 5
