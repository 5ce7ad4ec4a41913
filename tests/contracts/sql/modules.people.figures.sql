-- listDistrictFigures

