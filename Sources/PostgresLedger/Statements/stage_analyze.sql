SELECT tieout.analyze_stage();
