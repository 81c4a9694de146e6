"""What a department may be called that would run in a page which wrote it as it is."""

RUNS = "<img src=x onerror=document.title='ran'>"
SCRIPT = "</script><script>document.title='ran'</script>"
