"""What became of the company since the last check?"""
