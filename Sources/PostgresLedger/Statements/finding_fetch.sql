FETCH 500 FROM finding;
